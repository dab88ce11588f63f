story: a connection that is half open

given: one connection still lacks the client's last ACK
  #1  LISTEN        198.18.203.1:80  *:*  fd 3  queue 0/5
  #2  SYN_RECEIVED  198.18.203.1:80  198.18.203.153:1025

accept(3)
