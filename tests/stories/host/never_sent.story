// It acknowledges what was never sent. So nothing else of it is believed.
story: a segment acknowledges too much
addresses: 198.18.203.1

given: a client is connected
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 4  una 1 "page" nxt 5 window 8 mss 4 limit 64 timer 1 s

ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 1 ack 9 window 16 "not me", finds #2
FIN+ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 1 ack 6 window 16, finds #2
RST+ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 1 ack 9, finds #2
