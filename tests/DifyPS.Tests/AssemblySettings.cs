using Dify.TestSupport;
using DifyPS.Tests.Support;
using DifyPS.Tests.Support.Pages;
using Xunit;
using Xunit.v3;

// The registry's place and the key cache belong to the process, as they do in a person's session.
[assembly: Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
[assembly: TestCollectionOrderer(typeof(LastThingsLast))]
[assembly: AssemblyFixture(typeof(Browser))]
[assembly: TimeLimit]
