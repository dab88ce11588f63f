story: the last ACK comes too late

given: the backlog was 2, and is 1 now; three are queued, and one connection is half open
  #1  LISTEN        198.18.203.1:80  *:*  fd 3  queue 3/1: #2 #3 #5
  #2  ESTABLISHED   198.18.203.1:80  198.18.203.153:1025
  #3  ESTABLISHED   198.18.203.1:80  198.18.203.86:1025
  #4  SYN_RECEIVED  198.18.203.1:80  198.18.203.153:1026
  #5  ESTABLISHED   198.18.203.1:80  198.18.203.86:1026

ACK 198.18.203.153:1026 → 198.18.203.1:80, finds #4, a copy of #1

given: accept(3) hands #2 out
  #1  LISTEN       198.18.203.1:80  *:*                  fd 3  queue 2/1: #3 #5
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 4

// The server has sent its SYN+ACK once more, and the client answers once more.
ACK 198.18.203.153:1026 → 198.18.203.1:80, finds #4, a copy of #1

given: accept(3) hands #3 out
  #1  LISTEN       198.18.203.1:80  *:*                 fd 3  queue 1/1: #5
  #3  ESTABLISHED  198.18.203.1:80  198.18.203.86:1025  fd 5

ACK 198.18.203.153:1026 → 198.18.203.1:80, finds #4, a copy of #1
