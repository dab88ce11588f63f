// The chapter's two clients, and a server whose program is slow to accept. Each client has two
// connections.
story: two clients, and a program that is slow to accept

given: the server listens at port 80; its backlog is 1
  #1  LISTEN  198.18.203.1:80  *:*  fd 3  queue 0/1

SYN 198.18.203.153:1025 → 198.18.203.1:80, finds #1

given: the copy is made
  #2  SYN_RECEIVED  198.18.203.1:80  198.18.203.153:1025

SYN 198.18.203.86:1025 → 198.18.203.1:80, finds #1

given: the copy is made
  #3  SYN_RECEIVED  198.18.203.1:80  198.18.203.86:1025

ACK 198.18.203.86:1025 → 198.18.203.1:80, finds #3, a copy of #1

SYN 198.18.203.153:1026 → 198.18.203.1:80, finds #1

given: the copy is made
  #4  SYN_RECEIVED  198.18.203.1:80  198.18.203.153:1026

ACK 198.18.203.153:1025 → 198.18.203.1:80, finds #2, a copy of #1
ACK 198.18.203.153:1026 → 198.18.203.1:80, finds #4, a copy of #1
SYN 198.18.203.86:1026 → 198.18.203.1:80, finds #1

given: accept(3) hands #3 out
  #1  LISTEN       198.18.203.1:80  *:*                 fd 3  queue 1/1: #2
  #3  ESTABLISHED  198.18.203.1:80  198.18.203.86:1025  fd 4

ACK 198.18.203.153:1026 → 198.18.203.1:80, finds #4, a copy of #1
