story: half-open connections and a small queue

given: one connection is queued, and two are half open
  #1  LISTEN        198.18.203.1:80  *:*  fd 3  queue 1/2: #2
  #2  ESTABLISHED   198.18.203.1:80  198.18.203.86:1024
  #3  SYN_RECEIVED  198.18.203.1:80  198.18.203.86:1025
  #4  SYN_RECEIVED  198.18.203.1:80  198.18.203.153:1026

SYN 198.18.203.153:1027 → 198.18.203.1:80, finds #1

given: the copy is made
  #5  SYN_RECEIVED  198.18.203.1:80  198.18.203.153:1027

ACK 198.18.203.153:1027 → 198.18.203.1:80, finds #5, a copy of #1

given: one more finishes its handshake; the queue is full
  #1  LISTEN       198.18.203.1:80  *:*  fd 3  queue 3/2: #2 #5 #3
  #3  ESTABLISHED  198.18.203.1:80  198.18.203.86:1025
  #5  ESTABLISHED  198.18.203.1:80  198.18.203.153:1027

SYN 198.18.203.153:1028 → 198.18.203.1:80, finds #1
