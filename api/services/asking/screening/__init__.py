"""What is asked at the post: who and what a list names, and how risky a consignment is that has not arrived.

`known` is what a world says of its entities and things, made once for its version; `lists` looks up bare lines,
`consignments` scores what stands on papers, of whatever source (`reading`): both by the same knowledge.
"""
