// In one segment: it acknowledges, brings data, and ends the data. One ACK is enough.
story: a segment is for three functions
addresses: 198.18.203.1

given: a client is connected
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 4  una 1 "page" nxt 5 window 8 mss 4 limit 64 timer 1 s

ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 1 ack 3 window 16 "good", finds #2
FIN+ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 5 ack 5 window 16 "bye", finds #2
close(4)
