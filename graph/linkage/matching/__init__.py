"""Who of the entities somebody is: one record (a name, numbers, a phone, a plate) against all of them, in milliseconds.

`index = MatchIndex.of(world.entities)` is made once for what a viewer sees; `match(index, query)` then answers with
ranked candidates, the score of each and its evidence, one line a value. It joins nothing and keeps nothing: it is for
lists that people hold (a watch list, the names on a manifest) and for one new record.
"""

from graph.linkage.matching.index import MatchIndex as MatchIndex
from graph.linkage.matching.query import Candidate as Candidate
from graph.linkage.matching.query import Evidence as Evidence
from graph.linkage.matching.query import EvidenceKind as EvidenceKind
from graph.linkage.matching.query import Query as Query
from graph.linkage.matching.ranking import match as match
