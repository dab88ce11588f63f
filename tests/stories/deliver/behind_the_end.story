story: what is no part of the stream

given: three clients have ended their data, and one has not
  #2  CLOSE_WAIT   198.18.203.1:80  198.18.203.153:1025  fd 4  received "bye" the end
  #3  LAST_ACK     198.18.203.1:80  198.18.203.153:1026  fd 5  received the end
  #4  CLOSING      198.18.203.1:80  198.18.203.153:1027  fd 6  received the end
  #5  ESTABLISHED  198.18.203.1:80  198.18.203.86:1025   fd 7

ACK 198.18.203.153:1025 → 198.18.203.1:80 "late", finds #2
ACK 198.18.203.153:1026 → 198.18.203.1:80 "late", finds #3
ACK 198.18.203.153:1027 → 198.18.203.1:80 "late", finds #4

// After the handshake every segment has ACK. This one has not.
FIN 198.18.203.86:1025 → 198.18.203.1:80 "abc", finds #5
