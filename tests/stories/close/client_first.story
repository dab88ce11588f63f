story: the client closes first, then the server

given: a connection; a request has arrived
  #1  LISTEN       198.18.203.1:80  *:*                  fd 3  queue 0/5
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 4  received "GET /"

FIN+ACK 198.18.203.153:1025 → 198.18.203.1:80, finds #2
// The answer was lost, so the client sends it again.
FIN+ACK 198.18.203.153:1025 → 198.18.203.1:80, finds #2

given: the server reads the request and sends the response
  #2  CLOSE_WAIT  198.18.203.1:80  198.18.203.153:1025  fd 4  received the end

close(4)
ACK 198.18.203.153:1025 → 198.18.203.1:80, finds #2
