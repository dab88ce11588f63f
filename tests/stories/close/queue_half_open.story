story: half-open copies, and nobody is queued

given: two clients have not sent their last ACK
  #1  LISTEN        198.18.203.1:80  *:*                  fd 3  queue 0/5
  #2  SYN_RECEIVED  198.18.203.1:80  198.18.203.153:1025
  #3  SYN_RECEIVED  198.18.203.1:80  198.18.203.86:1025

close(3)
