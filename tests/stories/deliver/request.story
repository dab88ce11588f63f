story: a request comes in two segments

given: a client is connected
  #1  LISTEN       198.18.203.1:80  *:*                  fd 3  queue 0/5
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 4

ACK 198.18.203.153:1025 → 198.18.203.1:80 "GET / HT", finds #2

// It acknowledges what the server has sent, and carries nothing.
ACK 198.18.203.153:1025 → 198.18.203.1:80, finds #2

ACK 198.18.203.153:1025 → 198.18.203.1:80 "TP/1.1\r\n\r\n", finds #2
