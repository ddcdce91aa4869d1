"""Whether two names are those of one person, firm or place, in any two of ten languages and five scripts.

`compare` answers with a score, a verdict, the alignment word by word and what speaks against. It compares names alone:
two people may have one name, so that a "same" is a lead for people to check. For keys and search there is
`graph.values.names`, which errs on the side of meeting; this errs on neither.
"""

from graph.values.naming.comparison import Comparison as Comparison
from graph.values.naming.comparison import Flags as Flags
from graph.values.naming.comparison import Verdict as Verdict
from graph.values.naming.comparison import WordPair as WordPair
from graph.values.naming.comparison import compare as compare
from graph.values.naming.frequencies import WordFrequencies as WordFrequencies
from graph.values.naming.persons import Patronymic as Patronymic
from graph.values.naming.words import Kind as Kind
from graph.values.naming.words import Likeness as Likeness
