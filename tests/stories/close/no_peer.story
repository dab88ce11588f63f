story: sockets that nobody at the other end knows

given: a new socket, a bound one, one that connects, and one that was reset
  #1  CLOSED    *:*                 *:*                  fd 3
  #2  CLOSED    198.18.203.1:81     *:*                  fd 4
  #3  SYN_SENT  198.18.203.1:32768  198.18.203.86:80     fd 5
  #4  CLOSED    198.18.203.1:80     198.18.203.153:1025  fd 6  received "GET /"  error ECONNRESET

close(3)
close(4)
close(5)
close(6)
