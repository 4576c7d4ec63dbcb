import os
def cpu(pid):
    t=0
    stat=open(f'/proc/{pid}/stat').read().rsplit(')',1)[1].split()
    t+=int(stat[11])+int(stat[12])
    return t/os.sysconf('SC_CLK_TCK')
