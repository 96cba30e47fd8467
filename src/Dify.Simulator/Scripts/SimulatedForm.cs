using System;
using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace Dify.Simulator;

/// <summary>A form that a chatflow or workflow waits for.</summary>
/// <remarks>Its properties are no init-only ones: those would lose their defaults when they come as JSON.</remarks>
public sealed record SimulatedForm
{
    /// <summary>The title of its node.</summary>
    public string Title { get; set; } = "Approval";

    /// <summary>Its text.</summary>
    public string Content { get; set; } = "Please review the draft.";

    /// <summary>Its fields.</summary>
    public IReadOnlyList<SimulatedFormInput> Inputs { get; set; } = [new("paragraph", "comment")];

    /// <summary>Its buttons.</summary>
    public IReadOnlyList<SimulatedFormAction> Actions { get; set; } = [new("approve", "Approve"), new("reject", "Reject")];

    /// <summary>How long it can be filled in.</summary>
    [JsonPropertyName("timeoutMs")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Whether the API can fill it in. One that is sent by email has no token.</summary>
    public bool WebApp { get; set; } = true;
}

/// <summary>A field of a form.</summary>
/// <param name="Type"><c>paragraph</c>, <c>select</c>, <c>file</c> or <c>file-list</c>.</param>
/// <param name="Name">The variable it fills.</param>
/// <param name="Default">What is in it at first.</param>
/// <param name="Options">What can be selected.</param>
/// <param name="Selector">The variable that the default or the options come from, instead of being constant.</param>
public sealed record SimulatedFormInput(
    string Type, string Name, string? Default = null, IReadOnlyList<string>? Options = null, IReadOnlyList<string>? Selector = null)
{
    /// <summary>The types of files it takes.</summary>
    public IReadOnlyList<string> AllowedFileTypes { get; set; } = ["image", "document"];

    /// <summary>The extensions it takes, for files of type <c>custom</c>.</summary>
    public IReadOnlyList<string> AllowedFileExtensions { get; set; } = [];

    /// <summary>How files may come.</summary>
    public IReadOnlyList<string> AllowedUploadMethods { get; set; } = ["local_file", "remote_url"];

    /// <summary>How many files a list takes.</summary>
    public int NumberLimit { get; set; } = 5;
}

/// <summary>A button of a form.</summary>
/// <param name="Id">What is submitted.</param>
/// <param name="Title">What is on it.</param>
/// <param name="Style"><c>primary</c>, <c>default</c>, <c>accent</c> or <c>ghost</c>; by its place, when null.</param>
public sealed record SimulatedFormAction(string Id, string Title, string? Style = null);
