story: the index tells connections apart

given: two connections that have no value in common
  #2  ESTABLISHED  198.18.203.1:80   198.18.203.153:1025  fd 4
  #3  ESTABLISHED  198.18.203.2:443  198.18.203.86:1026   fd 5

index(198.18.203.153:1025 → 198.18.203.1:80)
index(198.18.203.86:1026 → 198.18.203.2:443)

given: two more; each has one endpoint in common with #2
  #4  ESTABLISHED  198.18.203.1:80   198.18.203.86:1026   fd 6
  #5  ESTABLISHED  198.18.203.2:443  198.18.203.153:1025  fd 7

index(198.18.203.153:1025 → 198.18.203.1:80)
index(198.18.203.86:1026 → 198.18.203.1:80)
index(198.18.203.153:1025 → 198.18.203.2:443)

given: four more; each differs from #2 in one value
  #6  ESTABLISHED  198.18.203.1:80   198.18.203.86:1025   fd 8
  #7  ESTABLISHED  198.18.203.1:80   198.18.203.153:1026  fd 9
  #8  ESTABLISHED  198.18.203.2:80   198.18.203.153:1025  fd 10
  #9  ESTABLISHED  198.18.203.1:443  198.18.203.153:1025  fd 11

index(198.18.203.153:1025 → 198.18.203.1:80)
index(198.18.203.86:1025 → 198.18.203.1:80)
index(198.18.203.153:1026 → 198.18.203.1:80)
index(198.18.203.153:1025 → 198.18.203.2:80)
index(198.18.203.153:1025 → 198.18.203.1:443)
