story: lower descriptors are closed

given: a server and two clients
  #1  LISTEN       198.18.203.1:80  *:*  fd 3  queue 0/5
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 4
  #3  ESTABLISHED  198.18.203.1:80  198.18.203.86:1025  fd 5

given: descriptor 5 is closed
  - #3

socket()

given: the server listens no longer: descriptor 3 is closed
  - #1

socket()
socket()

given: descriptor 4 is closed
  - #2

socket()

given: another client has a high descriptor
  #20  ESTABLISHED  198.18.203.1:80  198.18.203.9:1025  fd 20

socket()
