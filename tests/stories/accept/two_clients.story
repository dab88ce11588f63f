// The chapter's own story: two clients, both with port 1025, reach one server.
story: two clients reach one server

given: the server listens at port 80
  #1  LISTEN  198.18.203.1:80  *:*  fd 3  queue 0/5

accept(3)

SYN 198.18.203.153:1025 → 198.18.203.1:80, finds #1

given: ACK 198.18.203.153:1025 → 198.18.203.1:80, the connection is ready
  #1  LISTEN       198.18.203.1:80  *:*  fd 3  queue 1/5: #2
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025

accept(3)

SYN 198.18.203.86:1025 → 198.18.203.1:80, finds #1

given: ACK 198.18.203.86:1025 → 198.18.203.1:80, the connection is ready
  #1  LISTEN       198.18.203.1:80  *:*  fd 3  queue 1/5: #3
  #3  ESTABLISHED  198.18.203.1:80  198.18.203.86:1025

accept(3)
