story: the client closes first, then the server

given: a connection; a request has arrived
  #1  LISTEN       198.18.203.1:80  *:*                  fd 3  queue 0/5
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 4  received "GET /"

FIN+ACK 198.18.203.153:1025 → 198.18.203.1:80, finds #2
// The answer was lost, so the client sends it again.
FIN+ACK 198.18.203.153:1025 → 198.18.203.1:80, finds #2

given: the server reads the request, sends the response and closes
  #2  LAST_ACK  198.18.203.1:80  198.18.203.153:1025  received the end

// This FIN is on its way twice, and older than the last ACK.
FIN 198.18.203.153:1025 → 198.18.203.1:80, finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80, finds #2
