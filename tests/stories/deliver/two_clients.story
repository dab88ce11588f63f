// The chapter's own story: two clients, both with port 1025, talk with one server at the same time.
story: two clients talk with one server

given: both clients are connected, and each has its part (b)
  #1  LISTEN       198.18.203.1:80  *:*                  fd 3  queue 0/5
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 4
  #3  ESTABLISHED  198.18.203.1:80  198.18.203.86:1025   fd 5

ACK 198.18.203.153:1025 → 198.18.203.1:80 "a", finds #2
ACK 198.18.203.86:1025 → 198.18.203.1:80 "x", finds #3
ACK 198.18.203.153:1025 → 198.18.203.1:80 "b", finds #2
ACK 198.18.203.86:1025 → 198.18.203.1:80 "y", finds #3
ACK 198.18.203.153:1025 → 198.18.203.1:80 "c", finds #2
ACK 198.18.203.86:1025 → 198.18.203.1:80 "z", finds #3

recv(4, 100)
recv(5, 100)

send(5, "for the second")
send(4, "for the first")
