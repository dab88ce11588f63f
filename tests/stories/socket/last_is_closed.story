story: the highest descriptor is closed

given: a client has come and gone
  #5  SYN_RECEIVED  198.18.203.1:80  198.18.203.153:1025

given: nothing is left of it
  - #5

socket()
socket()
socket()

given: descriptor 5 is closed
  - #8

socket()
