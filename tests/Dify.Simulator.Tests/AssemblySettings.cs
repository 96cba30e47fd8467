using Dify.TestSupport;

[assembly: TimeLimit]
