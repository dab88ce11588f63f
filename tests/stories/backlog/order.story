story: the ACKs come in another order than the SYNs

given: four connections are half open
  #1  LISTEN        198.18.203.1:80  *:*  fd 3  queue 0/5
  #2  SYN_RECEIVED  198.18.203.1:80  198.18.203.86:1025
  #3  SYN_RECEIVED  198.18.203.1:80  198.18.203.153:1027
  #4  SYN_RECEIVED  198.18.203.1:80  198.18.203.153:1026
  #5  SYN_RECEIVED  198.18.203.1:80  198.18.203.86:1026

ACK 198.18.203.86:1025 → 198.18.203.1:80, finds #2, a copy of #1
ACK 198.18.203.153:1026 → 198.18.203.1:80, finds #4, a copy of #1
ACK 198.18.203.153:1027 → 198.18.203.1:80, finds #3, a copy of #1
ACK 198.18.203.86:1026 → 198.18.203.1:80, finds #5, a copy of #1
