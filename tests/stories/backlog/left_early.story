story: the clients in the queue have left already

given: one client has closed, the other has broken off; the program has accepted neither
  #1  LISTEN      198.18.203.1:80  *:*                  fd 3  queue 2/1: #2 #3
  #2  CLOSE_WAIT  198.18.203.1:80  198.18.203.153:1025  received the end
  #3  CLOSED      198.18.203.1:80  198.18.203.86:1025   error ECONNRESET

SYN 198.18.203.153:1026 → 198.18.203.1:80, finds #1

given: a second server; nobody has left
  #4  LISTEN       198.18.203.1:81  *:*  fd 4  queue 2/1: #5 #6
  #5  ESTABLISHED  198.18.203.1:81  198.18.203.153:1025
  #6  ESTABLISHED  198.18.203.1:81  198.18.203.86:1025

SYN 198.18.203.153:1026 → 198.18.203.1:81, finds #4
