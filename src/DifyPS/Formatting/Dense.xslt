<?xml version="1.0" encoding="utf-8"?>
<!--
  The same document without the white space between its elements, and with every property shown by Readable: what a server
  said must not steer the terminal, whatever the property is. The properties themselves stay what the server said.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="xml" encoding="utf-8" indent="no" />
  <xsl:strip-space elements="*" />
  <xsl:template match="TableColumnItem/PropertyName">
    <ScriptBlock>[DifyPS.Readable]::Cell($_.<xsl:value-of select="." />)</ScriptBlock>
  </xsl:template>
  <xsl:template match="ListItem/PropertyName">
    <xsl:if test="not(../Label)">
      <Label><xsl:value-of select="." /></Label>
    </xsl:if>
    <ScriptBlock>[DifyPS.Readable]::Of($_.<xsl:value-of select="." />)</ScriptBlock>
  </xsl:template>
  <xsl:template match="ExpressionBinding/PropertyName">
    <ScriptBlock>[DifyPS.Readable]::Of($_.<xsl:value-of select="." />)</ScriptBlock>
  </xsl:template>
  <xsl:template match="@*|node()">
    <xsl:copy>
      <xsl:apply-templates select="@*|node()" />
    </xsl:copy>
  </xsl:template>
</xsl:stylesheet>
