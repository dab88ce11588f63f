story: a packet comes while others are queued

given: one connection is in the queue
  #1  LISTEN       198.18.203.1:80  *:*  fd 3  queue 1/5: #2
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025

SYN 198.18.203.86:1025 → 198.18.203.1:80, finds #1
