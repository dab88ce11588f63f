story: what is over, or has hardly begun, holds no port

given: a connection that its client has reset, and a half-open one; their servers do not listen any more
  #2  CLOSED        198.18.203.1:80   198.18.203.153:1025  fd 4  error ECONNRESET
  #3  SYN_RECEIVED  198.18.203.1:443  198.18.203.86:1025
  #4  CLOSED        *:*               *:*                  fd 5
  #5  CLOSED        *:*               *:*                  fd 6

bind(5, 198.18.203.1:80)
bind(6, 0.0.0.0:443)
