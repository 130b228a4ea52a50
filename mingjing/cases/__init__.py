"""Cases: what is investigated, against whom, by whom.

Its words: *case*, *number* (pattern in numbering.yaml), *kind* (criminal, public order, other administrative, none
yet), *cause* (案由), *circumstance* (a fact about the case the law asks for), *officer on the case* with a role,
*person on the case* with a role, *co-suspect*, *recused* (kept from the case whatever his post), *sealed*.
"""
