story: this side has ended its data, and the peer has not

given: this side has sent a FIN; the second client has acknowledged it
  #2  FIN_WAIT_1  198.18.203.1:80  198.18.203.153:1025  fd 4
  #3  FIN_WAIT_2  198.18.203.1:80  198.18.203.86:1025   fd 5

ACK 198.18.203.153:1025 → 198.18.203.1:80 "not yet", finds #2
ACK 198.18.203.86:1025 → 198.18.203.1:80 "me too", finds #3
recv(4, 100)
recv(5, 100)
recv(5, 100)
send(4, "one more")
send(5, "one more")

given: other connections, on which both sides have ended
  #4  CLOSING    198.18.203.1:80  198.18.203.153:1026  fd 6  received the end
  #5  LAST_ACK   198.18.203.1:80  198.18.203.153:1027  fd 7  received the end
  #6  TIME_WAIT  198.18.203.1:80  198.18.203.153:1028  fd 8  received the end  timer 60 s
  #7  CLOSED     198.18.203.1:80  198.18.203.153:1029  fd 9  received the end

send(6, "x")
send(7, "x")
send(8, "x")
send(9, "x")
