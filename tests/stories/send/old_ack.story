story: ACKs that are old, and one for what was never sent
given: three segments are on their way
  #2 ESTABLISHED 198.18.203.1:80 198.18.203.153:1025 fd 4 una 117 "\n\r\n<p>W" nxt 125 "elcome b" window 16 mss 8 limit 64 timer 2 s tries 1
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 116 window 64, finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 1 window 0, finds #2
// The same number again: nothing new has come, but the window counts.
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 117 window 8, finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 126 window 64, finds #2
// What is not sent yet cannot have come either.
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 133 window 64, finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 125 window 64, finds #2
#2 may send
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 133 window 64, finds #2
