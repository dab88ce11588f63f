story: no descriptor is free
descriptors: 6

given: the limit is 6, and the descriptors 0 to 4 are open
  #1  LISTEN       198.18.203.1:80  *:*  fd 3  queue 0/5
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 4

socket()
socket()

// A program that tries again and again.
socket()
socket()
socket()

// Whether a call that failed has used up a number for a socket, does not matter: the next is #9.
given: descriptor 4 is closed, and a new client comes
  - #2
  #8  SYN_RECEIVED  198.18.203.1:80  198.18.203.86:1025

given: the client gives up
  - #8

socket()
