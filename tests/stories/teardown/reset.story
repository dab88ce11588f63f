story: the client breaks the connection off

given: some has not been read yet
  #1  LISTEN       198.18.203.1:80  *:*                  fd 3  queue 0/5
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 4  received "GET /"
  #3  CLOSE_WAIT   198.18.203.1:80  198.18.203.153:1026  fd 5  received "GET /" the end

RST 198.18.203.153:1025 → 198.18.203.1:80, finds #2
RST 198.18.203.153:1026 → 198.18.203.1:80, finds #3
