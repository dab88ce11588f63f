// Nobody will read what comes for them. What they have sent is acknowledged all the same.
story: segments arrive for connections that the program has closed
addresses: 198.18.203.1

given: three connections that nobody holds
  #2  FIN_WAIT_1  198.18.203.1:80  198.18.203.153:1025  una 1 "page" nxt 6 fin 5 window 8 mss 4 limit 64 timer 1 s
  #3  FIN_WAIT_1  198.18.203.1:80  198.18.203.86:2025   una 1 "page" nxt 6 fin 5 window 8 mss 4 limit 64 timer 1 s
  #4  LAST_ACK    198.18.203.1:80  198.18.203.86:2026   received the end  una 1 "page" nxt 6 fin 5 window 8 mss 4 limit 64 timer 1 s

ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 1 ack 3 window 8, finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 1 ack 6 window 8, finds #2
FIN+ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 1 ack 6 window 8, finds #2
ACK 198.18.203.86:2025 → 198.18.203.1:80 seq 1 ack 5 window 8 "more", finds #3
ACK 198.18.203.86:2026 → 198.18.203.1:80 seq 9 ack 5 window 8, finds #4
ACK 198.18.203.86:2026 → 198.18.203.1:80 seq 9 ack 6 window 8, finds #4
