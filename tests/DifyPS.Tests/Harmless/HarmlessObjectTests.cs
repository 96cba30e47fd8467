using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Threading.Tasks;
using DifyPS.Tests.Support;
using DifyPS.Tests.Support.Hostile;
using Xunit;

namespace DifyPS.Tests.Harmless;

/// <summary>
/// Ids, names, labels and words of a server steer nothing, whoever shows them: they are made harmless when objects are made.
/// What people and models wrote, and what goes back to Dify as a value, is exact.
/// </summary>
public sealed class HarmlessObjectTests
{
    private static readonly string[] Exact =
    [
        "Answer",
        "Question",
        "Query",
        "Text",
        "OutputText",
        "Content",
        "Summary",
        "Thought",
        "ToolInput",
        "Observation",
        "Reasoning",
        "FormContent",
        "RenderedContent",
        "OpeningStatement",
        "SuggestedQuestions",
        "Introduction",
        "Variable",
        "Name:DifyFormField",
        "OutputVariableName",
        "Default",
        "Options",
        "Value",
        "Message",
    ];

    private static readonly Assembly[] Ours = [typeof(DifyChatReply).Assembly, typeof(Dify.Client.DifyClient).Assembly];

    [Theory]
    [InlineData("Invoke-DifyChat cat hi")]
    [InlineData("Invoke-DifyChat cat hi -AsEvent")]
    [InlineData(
        "$c = Invoke-DifyChat cat hi; $c | Send-DifyFeedback -Rating Like; Get-DifyMessage cat $c.ConversationId; Get-DifyConversation cat; Get-DifyFeedback cat; $c | Get-DifySuggestedQuestion"
    )]
    [InlineData("Get-DifyAppInfo cat; Get-DifyApp; Test-DifyApp")]
    [InlineData(
        "Invoke-DifyWorkflow flow; Invoke-DifyWorkflow flow -AsEvent; Get-DifyWorkflowLog flow; Invoke-DifyWorkflow flow | Get-DifyWorkflowRun"
    )]
    [InlineData("Invoke-DifyWorkflow waiting; Invoke-DifyWorkflow waiting | Get-DifyHumanInputForm")]
    [InlineData("Add-DifyAnnotation cat question answer; Get-DifyAnnotation cat")]
    [InlineData("Invoke-DifyChat broken hi -ErrorAction SilentlyContinue -ErrorVariable e; $e[0].Exception.PartialReply")]
    public async Task Words_are_made_harmless_when_objects_are_made(string command)
    {
        await using var stage = await Stage.SetAsync();
        await using var hostile = await HarmlessCommandTests.StartAsync(stage);

        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (var given in stage.Shell.Run(command).Output)
            Walk(given.BaseObject, given.BaseObject.GetType().Name, seen);
        Assert.NotEmpty(seen);
    }

    private static void Walk(object? value, string path, HashSet<object> seen)
    {
        switch (value)
        {
            case null or PSObject:
                break;
            case string text:
                HostileText.IsHarmless(text, path);
                break;
            case IEnumerable items:
                foreach (var item in items)
                    Walk(item, path + "[]", seen);
                break;
            case var other when Ours.Contains(other.GetType().Assembly) && !other.GetType().IsEnum && seen.Add(other):
                HostileText.IsHarmless(other.ToString() ?? string.Empty, path + ".ToString()");
                foreach (
                    var property in other
                        .GetType()
                        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
                        .Where(one => one.GetIndexParameters().Length == 0)
                )
                {
                    if (!Exact.Contains(property.Name) && !Exact.Contains($"{property.Name}:{other.GetType().Name}"))
                        Walk(property.GetValue(other), $"{path}.{property.Name}", seen);
                }

                break;
        }
    }
}
