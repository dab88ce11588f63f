story: many sockets, few descriptors
descriptors: 6

given: the limit is 6; a client has come and gone
  #1  LISTEN        198.18.203.1:80  *:*                  fd 3  queue 0/5
  #9  SYN_RECEIVED  198.18.203.1:80  198.18.203.153:1024

given: nothing is left of it
  - #9

socket()

given: descriptor 4 is closed; three clients are queued
  - #10
  #1   LISTEN       198.18.203.1:80  *:*  fd 3  queue 3/5: #11 #12 #13
  #11  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025
  #12  ESTABLISHED  198.18.203.1:80  198.18.203.153:1026
  #13  ESTABLISHED  198.18.203.1:80  198.18.203.86:1025

socket()
socket()
socket()
