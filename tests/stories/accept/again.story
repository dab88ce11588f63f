story: the same packet comes again

given: the answer to the first packet was lost
  #1  LISTEN        198.18.203.1:80  *:*  fd 3  queue 0/5
  #2  SYN_RECEIVED  198.18.203.1:80  198.18.203.153:1025

SYN 198.18.203.153:1025 → 198.18.203.1:80, finds #2

given: the second answer arrives, and so does the client's last ACK
  #1  LISTEN       198.18.203.1:80  *:*  fd 3  queue 1/5: #2
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025

// One that was on its way for a long time.
SYN 198.18.203.153:1025 → 198.18.203.1:80, finds #2
