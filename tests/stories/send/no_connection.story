story: sockets that cannot send
given: a server, its connections, and clients of its own
  #1 LISTEN 198.18.203.1:80 *:* fd 3 queue 0/5
  #2 CLOSE_WAIT 198.18.203.1:80 198.18.203.153:1025 fd 4 received the end una 101 nxt 101 window 64 mss 8 limit 8
  #3 FIN_WAIT_1 198.18.203.1:80 198.18.203.153:1026 fd 5 una 101 nxt 101 "abc" fin 104 window 0 mss 8 limit 64 timer 1 s
  #4 FIN_WAIT_2 198.18.203.1:80 198.18.203.153:1027 fd 6 una 102 nxt 102 fin 101 window 64 mss 8 limit 64
  #5 SYN_SENT 198.18.203.1:32768 198.18.203.86:80 fd 7
  #6 CLOSED 198.18.203.1:32769 198.18.203.86:80 fd 8 error ECONNREFUSED
  #7 CLOSED *:* *:* fd 9
  #8 CLOSED 198.18.203.1:80 198.18.203.153:1028 fd 10 error EPIPE
send(3, "abc")
send(4, "abc")
send(5, "abc")
send(6, "abc")
send(7, "abc")
send(8, "abc")
send(8, "abc")
send(9, "abc")
send(10, "abc")
send(10, "abc")
send(11, "abc")
send(4, "defghi")
send(4, "ghi")
send(4, "")
send(5, "")
