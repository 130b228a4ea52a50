"""The single exit: legal review before a case leaves the house, and what the procuratorate and the court answer.

Its words: *review* (法制审核, of one case for one way out, about one person where the way out is), *round* (the first
look and each one after a correction), *checklist* (rules/checklist.yaml: items with article and severity), *mark* (the
reviewer's answer to one item), *correction* (a defect given to a named officer with a date), *transfer* (what went over
to the procuratorate, and its receipt), *outcome* (what came back), *meeting* (police and procuratorate at one table).
"""
