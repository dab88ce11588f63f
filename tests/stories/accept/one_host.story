story: one host connects twice

given: a server listens
  #1  LISTEN  198.18.203.1:80  *:*  fd 3  queue 0/5

SYN 198.18.203.153:1025 → 198.18.203.1:80, finds #1
SYN 198.18.203.153:1026 → 198.18.203.1:80, finds #1
