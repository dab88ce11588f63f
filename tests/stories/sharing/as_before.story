story: what bind did before
ports: 40000-40005
unprivileged: 1024

given: two servers that listen, a client that one has accepted, a connection that is being made, and new sockets
  #1  LISTEN       198.18.203.1:8080   *:*                  fd 3  queue 0/5
  #2  ESTABLISHED  198.18.203.1:8080   198.18.203.153:1025  fd 4
  #3  SYN_SENT     198.18.203.1:50000  198.18.203.86:80     fd 5
  #4  CLOSED       *:*                 *:*                  fd 6
  #5  LISTEN       127.0.0.1:40000     *:*                  fd 7  queue 0/5
  #6  CLOSED       *:*                 *:*                  fd 8
  #7  CLOSED       *:*                 *:*                  fd 9
  #8  CLOSED       *:*                 *:*                  fd 10

bind(99, 198.18.203.1:8443)
bind(99, 198.18.203.153:443)
bind(6, 198.18.203.153:443)
bind(6, 127.0.0.1:443)
bind(4, 198.18.203.1:8443)
bind(5, 198.18.203.1:8443)
bind(3, 198.18.203.1:8080)
bind(6, 198.18.203.1:8080)
bind(6, 0.0.0.0:8080)
bind(6, 0.0.0.0:40000)
bind(6, 127.0.0.2:40000)
bind(8, 0.0.0.0:8443)
bind(9, 0.0.0.0:0)
bind(10, 198.18.203.1:0)
