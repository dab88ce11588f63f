story: a buffer of 16 bytes
given: a connection whose send buffer holds 16 bytes
  #2 ESTABLISHED 198.18.203.1:80 198.18.203.153:1025 fd 4 una 101 nxt 101 window 64 mss 8 limit 16
send(4, "one, two, ")
send(4, "three, four, ")
send(4, "ur, ")
send(4, "")
// What is sent still takes up its place.
#2 may send
send(4, "ur, ")
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 109 window 64, finds #2
send(4, "ur, ")
send(4, "five, ")
send(4, "six")
