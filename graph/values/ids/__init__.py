"""Numbers that identify things, brought to the one form used in node ids: containers, phones, plates, tax numbers, ...

Every function takes any text and never raises. A number that fails its check keeps its value and says so in `problem`:
a mistyped container number is still what the document says, and a damaged one has several valid repairs, so nothing is
corrected and nothing dropped. What is no number at all (words, `1,40E+11`) says that it names nothing. None (or no
entry) means that the text holds no usable character at all. Placeholders (`N/A`, `000000`) are the business of
`graph.values.placeholders`. Countries are ISO 3166 alpha-2, "" when unknown.

The functions in the plural read all that a cell holds, by the rule of `graph.values.ids.several`.
"""

from graph.values.ids.addresses import address_key as address_key
from graph.values.ids.addresses import email as email
from graph.values.ids.addresses import emails as emails
from graph.values.ids.checked import LONGEST as LONGEST
from graph.values.ids.checked import CheckedId as CheckedId
from graph.values.ids.checked import has_failed_check as has_failed_check
from graph.values.ids.checked import in_capitals as in_capitals
from graph.values.ids.checked import is_cut as is_cut
from graph.values.ids.checked import is_too_short as is_too_short
from graph.values.ids.checked import with_latin_twins as with_latin_twins
from graph.values.ids.checked import without_separators as without_separators
from graph.values.ids.containers import container as container
from graph.values.ids.containers import containers as containers
from graph.values.ids.numbers import document_number as document_number
from graph.values.ids.numbers import document_numbers as document_numbers
from graph.values.ids.numbers import record_number as record_number
from graph.values.ids.numbers import registration_number as registration_number
from graph.values.ids.numbers import registration_numbers as registration_numbers
from graph.values.ids.numbers import seal as seal
from graph.values.ids.numbers import seals as seals
from graph.values.ids.numbers import vin as vin
from graph.values.ids.numbers import vins as vins
from graph.values.ids.persons import passport as passport
from graph.values.ids.persons import passports as passports
from graph.values.ids.persons import tax_number as tax_number
from graph.values.ids.persons import tax_numbers as tax_numbers
from graph.values.ids.phones import phones as phones
from graph.values.ids.plates import plate as plate
from graph.values.ids.plates import plates as plates

IDS_VERSION = 3  # raised whenever the value or the problem of any text changes
