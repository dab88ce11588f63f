story: connections are queued when the listening socket is closed

given: three are queued; one is half open; one was accepted
  #1  LISTEN        198.18.203.1:80  *:*                  fd 3  queue 3/5: #4 #2 #3
  #2  CLOSE_WAIT    198.18.203.1:80  198.18.203.153:1025  received the end
  #3  ESTABLISHED   198.18.203.1:80  198.18.203.153:1026  received "GET /"
  #4  ESTABLISHED   198.18.203.1:80  198.18.203.153:1027
  #5  SYN_RECEIVED  198.18.203.1:80  198.18.203.86:1025
  #6  ESTABLISHED   198.18.203.1:80  198.18.203.86:1026   fd 4

close(3)
