story: a client gives up

given: one connection is queued, and two are half open
  #1  LISTEN        198.18.203.1:80  *:*  fd 3  queue 1/5: #2
  #2  ESTABLISHED   198.18.203.1:80  198.18.203.153:1025
  #3  SYN_RECEIVED  198.18.203.1:80  198.18.203.86:1025
  #4  SYN_RECEIVED  198.18.203.1:80  198.18.203.86:1026

RST 198.18.203.86:1025 → 198.18.203.1:80, finds #3, a copy of #1
ACK 198.18.203.86:1026 → 198.18.203.1:80, finds #4, a copy of #1
