story: what is sent again begins where the ACK ends
given: three small segments are on their way; the program has set TCP_NODELAY
  #2 ESTABLISHED 198.18.203.1:80 198.18.203.153:1025 fd 4 options nodelay una 101 "one, two, three, four, " nxt 124 "five" window 64 mss 8 limit 64 timer 1 s
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 104 window 64, finds #2
#2: the timer runs out
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 119 window 64, finds #2
#2: the timer runs out
#2 may send
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 124 window 64, finds #2
#2: the timer runs out
