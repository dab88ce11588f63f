// The window takes two bytes. What stands behind them has not come, and so has no FIN.
story: more comes than there is room for
addresses: 198.18.203.1

given: the program has ended its data
  #2  FIN_WAIT_2  198.18.203.1:80  198.18.203.153:1025  fd 4  una 6 nxt 6 fin 5 window 8 mss 4 limit 64 rcv.nxt 1 rcv.wnd 2

FIN+ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 1 ack 6 window 8 "more", finds #2
recv(4, 100)
recv(4, 100)
