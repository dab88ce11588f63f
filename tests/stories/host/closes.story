// What has not been read is answered with an RST, and that does not wait. Nor does what a listening
// socket sends to those in its queue.
story: a program closes, and its data is given up
addresses: 198.18.203.1

given: a server and its connections
  #1  LISTEN       198.18.203.1:80  *:*                  fd 3  queue 1/5: #4
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 4  received "GET /"  una 1 "page" nxt 5 window 9 mss 4 limit 64 timer 1 s
  #3  TIME_WAIT    198.18.203.1:80  198.18.203.86:2025   fd 5  received the end  timer 33 s  una 8 nxt 8 fin 7 window 9 mss 4 limit 64
  #4  ESTABLISHED  198.18.203.1:80  198.18.203.86:2026   una 1 nxt 1 window 9 mss 4 limit 64

close(4)
close(5)
shutdown(3, SHUT_WR)
close(3)
close(9)
shutdown(9, SHUT_WR)
