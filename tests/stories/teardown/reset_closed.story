story: a reset for what the program has closed

given: three connections without a descriptor, and one that the program holds
  #1  FIN_WAIT_1  198.18.203.1:80  198.18.203.153:1025
  #2  LAST_ACK    198.18.203.1:80  198.18.203.153:1026  received the end
  #3  TIME_WAIT   198.18.203.1:80  198.18.203.153:1027  received the end  timer 40 s
  #4  TIME_WAIT   198.18.203.1:80  198.18.203.86:1025   fd 4  received the end  timer 40 s

RST 198.18.203.153:1025 → 198.18.203.1:80, finds #1
RST 198.18.203.153:1026 → 198.18.203.1:80, finds #2
RST 198.18.203.153:1027 → 198.18.203.1:80, finds #3
RST 198.18.203.86:1025 → 198.18.203.1:80, finds #4
