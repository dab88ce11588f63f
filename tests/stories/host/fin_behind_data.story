// The peer takes four bytes at a time. The FIN must wait for all of them.
story: the program says that it is done, and its data is not sent yet
addresses: 198.18.203.1

given: two connections
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 4  una 1 nxt 1 window 4 mss 4 limit 64
  #3  CLOSE_WAIT   198.18.203.1:80  198.18.203.86:2025   fd 5  received the end  una 4294967290 nxt 4294967290 window 4 mss 4 limit 64

send(4, "ten bytes!")
shutdown(4, SHUT_WR)
#2 may send
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 1 ack 5 window 4, finds #2
#2 may send
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 1 ack 9 window 4, finds #2
#2 may send
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 1 ack 12 window 4, finds #2
shutdown(4, SHUT_WR)
send(5, "six.en")
#3 may send
close(5)
ACK 198.18.203.86:2025 → 198.18.203.1:80 seq 1 ack 4294967294 window 8, finds #3
#3 may send
ACK 198.18.203.86:2025 → 198.18.203.1:80 seq 1 ack 1 window 8, finds #3
