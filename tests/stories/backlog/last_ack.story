story: the client's last ACK

given: a server listens, and one connection is half open
  #1  LISTEN        198.18.203.1:80  *:*                  fd 3  queue 0/5  options keepalive
  #2  SYN_RECEIVED  198.18.203.1:80  198.18.203.153:1025  options keepalive

ACK 198.18.203.153:1025 → 198.18.203.1:80, finds #2, a copy of #1
