story: the second client is slow

given: three connections are half open
  #1  LISTEN        198.18.203.1:80  *:*  fd 3  queue 0/5
  #2  SYN_RECEIVED  198.18.203.1:80  198.18.203.153:1025
  #3  SYN_RECEIVED  198.18.203.1:80  198.18.203.86:1025
  #4  SYN_RECEIVED  198.18.203.1:80  198.18.203.153:1026

ACK 198.18.203.153:1025 → 198.18.203.1:80, finds #2, a copy of #1
ACK 198.18.203.153:1026 → 198.18.203.1:80, finds #4, a copy of #1
ACK 198.18.203.86:1025 → 198.18.203.1:80, finds #3, a copy of #1
