story: one connection packet

given: a server listens, and has options of its own
  #1  LISTEN  198.18.203.1:80  *:*  fd 3  queue 0/5  options keepalive,nodelay

SYN 198.18.203.153:1025 → 198.18.203.1:80, finds #1
