story: a backlog of 0

given: the server listens at port 80; its backlog is 0
  #1  LISTEN  198.18.203.1:80  *:*  fd 3  queue 0/0

SYN 198.18.203.153:1025 → 198.18.203.1:80, finds #1

given: the handshake of 198.18.203.153:1025 ends
  #1  LISTEN       198.18.203.1:80  *:*  fd 3  queue 1/0: #2
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025

SYN 198.18.203.86:1025 → 198.18.203.1:80, finds #1

given: a second server listens at port 81; its backlog is 1; one client is queued there
  #3  LISTEN       198.18.203.1:81  *:*  fd 4  queue 1/1: #4
  #4  ESTABLISHED  198.18.203.1:81  198.18.203.86:1025

SYN 198.18.203.86:1026 → 198.18.203.1:81, finds #3

given: the handshake of 198.18.203.86:1026 ends
  #3  LISTEN       198.18.203.1:81  *:*  fd 4  queue 2/1: #4 #5
  #5  ESTABLISHED  198.18.203.1:81  198.18.203.86:1026

SYN 198.18.203.86:1027 → 198.18.203.1:81, finds #3

given: a third server listens at port 82; its backlog was 1, and is 0 now
  #6  LISTEN       198.18.203.1:82  *:*  fd 5  queue 2/0: #7 #8
  #7  ESTABLISHED  198.18.203.1:82  198.18.203.86:1027
  #8  ESTABLISHED  198.18.203.1:82  198.18.203.86:1028

SYN 198.18.203.86:1029 → 198.18.203.1:82, finds #6
