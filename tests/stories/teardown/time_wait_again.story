story: what comes in TIME_WAIT

given: a connection whose time has partly passed
  #1  TIME_WAIT  198.18.203.1:80  198.18.203.153:1025  received the end  timer 21 s

ACK 198.18.203.153:1025 → 198.18.203.1:80, finds #1
7 s pass
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 101 ack 301 "late", finds #1
// More seconds than are left.
61 s pass
