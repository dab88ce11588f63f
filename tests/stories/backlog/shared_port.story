story: two sockets listen at one address

given: both listening sockets have SO_REUSEPORT
  #1  LISTEN        198.18.203.1:80  *:*                  fd 3  queue 1/5: #3  options reuseport
  #2  LISTEN        198.18.203.1:80  *:*                  fd 4  queue 0/5      options reuseport
  #3  ESTABLISHED   198.18.203.1:80  198.18.203.153:1025  options reuseport
  #4  SYN_RECEIVED  198.18.203.1:80  198.18.203.86:1025   options reuseport

ACK 198.18.203.86:1025 → 198.18.203.1:80, finds #4, a copy of #2
